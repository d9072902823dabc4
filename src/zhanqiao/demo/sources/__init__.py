"""Where the demo datasets come from: installed packages, the folder of demo data, the generators."""
