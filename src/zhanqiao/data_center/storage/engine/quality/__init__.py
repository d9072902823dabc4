"""What is measured of the rows of a release: filled cells, cells that fit, equal rows, codes with right check digits."""

from zhanqiao.data_center.storage.engine.quality.measuring import ColumnMeasures, Measures, Misfit, measured

__all__ = ["ColumnMeasures", "Measures", "Misfit", "measured"]
