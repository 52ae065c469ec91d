from . import (
    test_credit_account,
    test_exposure,
)
