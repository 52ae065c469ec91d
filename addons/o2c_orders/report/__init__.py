from . import o2c_carrier_score
