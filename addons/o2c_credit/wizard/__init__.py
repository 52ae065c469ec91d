from . import o2c_credit_proposal
from . import o2c_history_settle
from . import o2c_credit_release
from . import o2c_credit_limit_reject
