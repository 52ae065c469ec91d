from . import (
    o2c_named_tree,
    o2c_ticket_mixin,
    o2c_ticket_screen,
)

# the mixins first: what follows inherits them
# isort: split
from . import (
    account_move,
    account_move_contest,
    account_move_line,
    account_partial_reconcile,
    o2c_care_absence,
    o2c_care_agent,
    o2c_care_insight,
    o2c_care_insight_file,
    o2c_care_skill,
    o2c_checkup,
    o2c_clock_attainment,
    o2c_clock_escalation,
    o2c_clock_notice,
    o2c_clock_policy,
    o2c_clock_target,
    o2c_dispute,
    o2c_dispute_flow,
    o2c_statutory_term,
    o2c_ticket,
    o2c_ticket_clock,
    o2c_ticket_life,
    o2c_ticket_analysis,
    o2c_ticket_assessment,
    o2c_canned_answer,
    o2c_ticket_answer,
    o2c_ticket_cause,
    o2c_ticket_first_contact,
    o2c_ticket_merge,
    o2c_ticket_message,
    o2c_ticket_similar,
    o2c_ticket_assign,
    o2c_ticket_urgency,
    o2c_ticket_reason,
    o2c_ticket_stage,
    o2c_ticket_team,
    o2c_ticket_team_department,
    o2c_ticket_tell,
    o2c_ticket_waiting,
    o2c_ticket_team_sharing,
    product_document,
    res_company,
    res_company_urgency,
    res_config_settings,
    res_config_settings_urgency,
    res_partner,
    res_partner_tier,
    sale_order,
    sale_order_perfect,
    stock_picking,
)

# how messages come in and become tickets
# isort: split
from . import (
    mail_thread_intake,
    o2c_acknowledgement,
    o2c_intake,
    o2c_intake_act,
    o2c_intake_mail,
    o2c_intake_web,
    o2c_sms_line,
    o2c_sms_line_intake,
    o2c_ticket_acknowledge,
    o2c_ticket_api,
    o2c_ticket_intake,
    o2c_ticket_mail,
    o2c_ticket_team_mail,
    res_partner_phone,
    res_partner_sender,
)

# what is learned from tickets, and what follows their closing
# isort: split
from . import (
    o2c_corrective_action,
    o2c_corrective_action_effect,
    o2c_corrective_action_flow,
    o2c_dispute_days,
    o2c_learning_insight,
    o2c_ticket_aftercare,
    o2c_ticket_cost,
    o2c_ticket_cost_remedy,
    o2c_ticket_expense,
    o2c_ticket_learning,
    o2c_ticket_rating,
    rating_rating,
    res_company_aftercare,
)

# after the ticket: the clocks answer its hooks
# isort: split
from . import clock_sources
from . import o2c_clock_run
from . import o2c_clock_tell
from . import o2c_statutory_end
from . import o2c_ticket_clock_choice
from . import o2c_ticket_clocks
from . import res_company_clocks
from . import res_config_settings_clocks

# what stands on the disputes' own flow
# isort: split
from . import account_move_rebill
from . import o2c_litigation
from . import o2c_litigation_event
from . import o2c_dispute_again
from . import o2c_dispute_small
from . import o2c_litigation_file
from . import res_partner_complaint

# what customers get for what went wrong, and what we claim from who caused it
# isort: split
from . import account_move_remedy
from . import delivery_carrier_claim
from . import o2c_claim
from . import o2c_claim_evidence
from . import o2c_claim_flow
from . import o2c_remedy
from . import o2c_remedy_flow
from . import o2c_remedy_goods
from . import o2c_remedy_line
from . import o2c_remedy_money
from . import o2c_remedy_propose
from . import o2c_remedy_tier
from . import o2c_ticket_remedy
from . import remedy_documents
from . import res_company_remedy

# last: what a department may write is judged before what others add to it
# isort: split
from . import o2c_ticket_part
from . import o2c_dispute_insight

# how customers are reached and what they see in the portal
# isort: split
from . import (
    mail_notification,
    mail_thread,
    o2c_contact_check,
    o2c_contact_point,
    o2c_contact_search,
    o2c_dispute_contact,
    o2c_ticket_customer,
    o2c_ticket_item,
    o2c_ticket_portal,
    o2c_ticket_portal_act,
    o2c_ticket_portal_fields,
    o2c_ticket_portal_offer,
    o2c_ticket_reported,
    res_company_contact_data,
    res_config_settings_contact_data,
    res_partner_care_card,
    res_partner_care_search,
    res_partner_contact_data,
    res_partner_correct,
    res_partner_debt,
    sms_sms,
)
