from . import (
    test_confirm,
    test_delivery,
    test_hold_ledger,
    test_hold_permanence,
    test_hold_reading,
    test_hold_rights,
    test_invoicing,
    test_payment,
    test_portal,
    test_sign,
    test_tour,
)
