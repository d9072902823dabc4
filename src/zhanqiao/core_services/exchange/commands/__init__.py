"""The commands of department nodes and of receipts; that of harvesting is ``exchange.command``."""
