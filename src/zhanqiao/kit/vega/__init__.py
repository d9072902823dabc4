"""Charts in Vega-Lite as vector drawings on paper, without a browser and without a network."""
