from . import o2c_hold_place
from . import o2c_hold_release
from . import sale_advance_payment_inv
