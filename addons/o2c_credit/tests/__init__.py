from . import (
    test_check,
    test_credit_account,
    test_explain,
    test_exposure,
    test_race,
    test_release,
    test_story,
    test_tour,
)
