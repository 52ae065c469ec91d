from . import (
    exposure_facts,
    o2c_credit_account,
    o2c_credit_account_exposure,
    o2c_credit_account_release,
    o2c_hold,
)

# our own first: what follows builds on them
# isort: split
from . import (
    account_move,
    account_partial_reconcile,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_card,
)
