from . import (
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
    o2c_acknowledgement,
    o2c_checkup,
    o2c_dispute,
    o2c_dispute_flow,
    o2c_intake,
    o2c_sms_line,
    o2c_ticket,
    o2c_ticket_intake,
    o2c_ticket_life,
    o2c_ticket_assessment,
    o2c_ticket_cause,
    o2c_ticket_message,
    o2c_ticket_reason,
    o2c_ticket_stage,
    o2c_ticket_team,
    o2c_ticket_team_mail,
    o2c_ticket_waiting,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_perfect,
    stock_picking,
)
