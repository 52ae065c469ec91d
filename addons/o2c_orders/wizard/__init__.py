from . import o2c_hold_place, o2c_hold_release, sale_advance_payment_inv
