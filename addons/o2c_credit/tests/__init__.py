from . import (
    test_account_rights,
    test_card_rights,
    test_collections_story,
    test_confirmation,
    test_credit_account,
    test_credit_story,
    test_delivery_check,
    test_dunning_tour,
    test_explain,
    test_exposure,
    test_exposure_scope,
    test_headrooms,
    test_history_data,
    test_history_import,
    test_history_records,
    test_history_story,
    test_exposure_whole,
    test_limit,
    test_limit_group,
    test_limit_request,
    test_queue_condition,
    test_queue_decision,
    test_queue_notice,
    test_queue_tier,
    test_race,
    test_receivables,
    test_release_by_hand,
    test_release_by_itself,
    test_make_it_pass_tour,
    test_proposal,
    test_review,
    test_score,
    test_score_fit,
    test_score_rights,
    test_risk_card,
    test_simulation,
    test_story,
    test_tour,
)
from . import test_policy_check, test_policy_facts, test_policy_rights
from . import test_snapshot
from . import test_promise
from . import test_statement
from . import test_late_interest
from . import test_cash_forecast
from . import test_insight
from . import test_aged
from . import test_portal_statement, test_portal_tour
from . import test_portal_payment
from . import test_dunning_send, test_dunning_renumber
from . import test_late_claim, test_late_claim_job
from . import test_allocation
from . import test_dunning_run, test_dunning_notices
from . import test_dunning_strategy, test_dunning_rights
from . import test_write_off, test_write_off_tier, test_screens
from . import (
    test_customer_view,
    test_work_action,
    test_work_assignment,
    test_work_list,
    test_work_race,
    test_work_tour,
)
from . import test_statement_mail
from . import test_payment_plan, test_promise_figures
from . import test_insight_workbook
from . import test_profile
from . import test_dunning_crash
from . import test_dunning_pulse
from . import test_dunning_channels
from . import test_dunning_replay
from . import test_network
from . import test_checkup
from . import test_case_papers
from . import test_work_warnings
from . import test_dunning_pause
