from . import (
    test_confirm,
    test_delivery,
    test_hold_ledger,
    test_hold_permanence,
    test_hold_reading,
    test_invoicing,
    test_portal,
    test_tour,
)
