"""The department's side of the exchange: reads rows, signs and sends them, remembers what was confirmed. No Django, no state."""
