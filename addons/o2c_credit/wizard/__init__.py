from . import o2c_credit_proposal
from . import o2c_history_settle
from . import o2c_credit_release
from . import o2c_credit_limit_reject
from . import o2c_credit_rating_import
from . import o2c_scorecard_recalibrate, o2c_scorecard_try
from . import o2c_late_decide, o2c_late_propose
from . import account_payment_register, o2c_allocation, o2c_write_off
from . import o2c_statement_preview
from . import o2c_registered_number
from . import o2c_promise_make, o2c_promise_end, o2c_contest_make
from . import o2c_insight_file
from . import o2c_aged_balance, o2c_aged_balance_export
