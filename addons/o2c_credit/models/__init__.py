from . import (
    exposure_facts,
    o2c_credit_account,
    o2c_credit_account_exposure,
    o2c_credit_account_portal,
    o2c_credit_account_forecast,
    o2c_credit_account_group,
    o2c_credit_account_limit,
    o2c_credit_account_payer,
    o2c_credit_account_policy,
    o2c_credit_account_records,
    o2c_credit_account_reminder,
    o2c_credit_account_request,
    o2c_credit_account_release,
    o2c_credit_account_review,
    o2c_credit_decision,
    o2c_credit_event,
    o2c_credit_policy_part,
    o2c_credit_exemption,
    o2c_credit_rule,
    o2c_credit_review,
    o2c_past_trial,
    o2c_credit_simulation,
    o2c_history_import,
    o2c_history_item,
    o2c_credit_cover,
    o2c_history_mapping,
    o2c_history_upload,
    o2c_history_apply,
    o2c_history_account,
    o2c_credit_deposit,
    o2c_credit_release_reason,
    o2c_credit_tier_mixin,
    o2c_credit_tier,
    o2c_credit_limit_request,
    o2c_hold,
    o2c_hold_document,
    receivable_facts,
)
from . import o2c_score, o2c_scorecard, o2c_scorecard_factor
from . import o2c_score_override, o2c_credit_rating
from . import o2c_credit_account_score, o2c_credit_account_habit
from . import o2c_credit_account_scoring
from . import o2c_credit_account_card
from . import o2c_scorecard_fit
from . import open_item_facts, o2c_credit_account_items
from . import o2c_dunning_strategy, o2c_dunning_step, o2c_dunning_rule
from . import o2c_dunning_renumber
from . import o2c_dunning_run, o2c_dunning_proposal, o2c_dunning_notice
from . import o2c_dunning_run_write, o2c_dunning_run_job
from . import o2c_dunning_notice_state
from . import o2c_credit_account_dunning, dunning_events

from . import o2c_dunning_notice_paper, o2c_dunning_notice_send
from . import o2c_dunning_notice_facts, o2c_dunning_notice_pulse
from . import o2c_dunning_notice_mail
from . import o2c_dunning_notice_reach, o2c_dunning_notice_letter
from . import o2c_dunning_notice_legal, o2c_dunning_print, o2c_dunning_paid
from . import o2c_dunning_run_send
from . import o2c_credit_snapshot, o2c_credit_month
from . import o2c_cash_forecast
from . import o2c_credit_account_insight, o2c_credit_insight
from . import o2c_insight_mailing, o2c_dunning_replay
from . import res_company_insight, o2c_credit_profile, o2c_credit_alert


# our own first: what follows builds on them
# isort: split
from . import promise_facts, o2c_promise, o2c_promise_judge, res_company_promise
from . import o2c_credit_account_promise, o2c_payment_plan
from . import o2c_credit_account_self_service

# isort: split
from . import o2c_credit_account_queue, o2c_hold_queue

# isort: split
from . import o2c_hold_condition, o2c_hold_decision, o2c_hold_notice

# isort: split
from . import (
    account_move,
    account_move_line,
    account_partial_reconcile,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_policy,
    sale_order_line,
    sale_order_recheck,
    sale_order_card,
    sale_order_case,
    sale_order_proposal,
    sale_order_queue,
)
from . import account_move_dunning, account_move_line_dunning, res_company_dunning
from . import account_move_case
from . import account_partial_reconcile_dunning, res_config_settings_dunning

# isort: split
from . import o2c_ageing, o2c_credit_account_statement

# isort: split
from . import (
    interest_facts,
    interest_reader,
    interest_sheet,
    o2c_late_law,
    o2c_interest_rate,
    o2c_late_claim,
    o2c_late_claim_propose,
    o2c_late_claim_post,
    o2c_late_claim_job,
    o2c_credit_account_interest,
    account_move_line_interest,
    account_move_interest,
    account_payment_interest,
    o2c_allocation_facts,
    o2c_write_off,
    o2c_write_off_decide,
    o2c_write_off_tier,
    o2c_credit_account_net,
    res_company_late,
    res_config_settings_late,
    res_currency,
)

# isort: split
from . import o2c_contact_collection, o2c_work_item, o2c_work_rule, o2c_collector

# isort: split
from . import o2c_collector_absence, o2c_assignment_rule, o2c_credit_account_work
from . import o2c_work_item_refresh, o2c_work_item_claim, o2c_work_item_action
from . import o2c_work_item_screen, res_company_work
from . import o2c_aged_item
from . import customer_view_facts, o2c_credit_account_view, o2c_credit_account_roles
from . import res_partner_network
from . import res_partner_view
from . import res_company_letters, snailmail_letter
from . import o2c_statement, o2c_statement_schedule

# what it tells the work list of, after all of that
# isort: split
from . import o2c_work_change
from . import o2c_checkup
