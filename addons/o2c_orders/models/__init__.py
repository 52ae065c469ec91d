from . import (
    o2c_chase,
    o2c_chase_rule,
    o2c_checkup,
    o2c_checkup_parts,
    o2c_contact,
    o2c_contact_chain,
    o2c_contact_document,
    o2c_contact_mixin,
    o2c_department_owner,
    o2c_exception,
    o2c_exception_find,
    o2c_exception_rule,
    o2c_exception_tell,
    o2c_guarded_mixin,
    o2c_tier_mixin,
    o2c_courier,
    o2c_courier_code,
    o2c_courier_message,
    o2c_courier_poll,
    o2c_entry_accuracy,
    o2c_entry_check,
    o2c_entry_error,
    o2c_delivery_choice,
    o2c_delivery_word,
    o2c_delivery_window,
    o2c_hold,
    o2c_hold_ledger,
    o2c_hold_mixin,
    o2c_hold_reason,
    o2c_interface,
    o2c_interface_export,
    o2c_interface_intake,
    o2c_interface_message,
    o2c_milestone,
    o2c_perfect_insight,
    o2c_perfect_order,
    o2c_perfect_todo,
    o2c_network_report,
    o2c_notification,
    o2c_notification_channels,
    o2c_notification_rule,
    o2c_notification_send,
    o2c_pickup_point,
    o2c_process,
    o2c_process_figures,
    o2c_process_stage,
    o2c_process_variant,
    o2c_sample_record,
    o2c_shipment,
    o2c_shipment_courier,
    o2c_shipment_event,
    o2c_quote_event,
    o2c_quote_reason,
    o2c_quote_report,
    o2c_quote_version,
    o2c_stage_change,
    o2c_stage_change_tell,
)

# the mixins first: what follows inherits them
# isort: split
from . import (
    account_move,
    account_move_card,
    account_move_case,
    account_move_contest,
    account_move_line,
    delivery_carrier,
    delivery_carrier_adapter,
    delivery_carrier_choice,
    mail_mail,
    mail_thread,
    o2c_checkup_sample,
    o2c_hold_entry,
    o2c_shipment_event_entry,
    payment_transaction,
    res_company_perfect,
    res_config_settings_perfect,
    res_partner,
    res_partner_card,
    res_partner_complaint,
    res_partner_search,
    product_product_agent,
    res_company_agent,
    res_config_settings_agent,
    res_partner_agent,
    res_partner_network,
    res_partner_notification,
    sale_order,
    sale_order_delivery,
    sale_order_exception,
    sale_order_agent,
    sale_order_interface,
    sale_order_quotation,
    sale_order_relaunch,
    sale_order_ribbon,
    sale_order_timeline,
    sale_order_version,
    sale_order_entry,
    sale_order_perfect,
    sms_sms,
    stock_move,
    stock_picking,
    stock_picking_choice,
    stock_picking_shipment,
    stock_picking_signature,
)

# services: tariffs, tasks, recurring bills, contracts, warranty
# isort: split
from . import (
    o2c_contract,
    o2c_contract_template,
    o2c_recurring,
    o2c_recurring_period,
    o2c_tariff,
    o2c_task,
    o2c_task_attempt,
    o2c_task_endpoint,
    o2c_task_template,
    o2c_warranty,
    product_template_service,
)

# and what they do
# isort: split
from . import (
    o2c_contract_sign,
    o2c_recurring_bill,
    o2c_recurring_complaint,
    o2c_recurring_stop,
    o2c_task_call,
    o2c_task_state,
    sale_order_contract,
    sale_order_line_tariff,
    sale_order_recurring,
    sale_order_service_portal,
    sale_order_tariff,
    sale_order_task,
)
from . import res_company_appointment
from . import res_partner_appointment
from . import res_config_settings_appointment
from . import delivery_carrier_appointment
from . import o2c_appointment_slot
from . import o2c_appointment
from . import o2c_appointment_send
from . import o2c_appointment_action
from . import o2c_appointment_judge
from . import o2c_appointment_timeline
from . import stock_picking_appointment
from . import o2c_first_attempt
from . import res_company_driver
from . import res_config_settings_driver
from . import o2c_shipment_distance
from . import stock_picking_driver
from . import stock_picking_batch_driver

# returns, refused deliveries, withdrawals
# isort: split
from . import (
    o2c_refusal,
    o2c_return,
    o2c_return_line,
    o2c_return_reason,
    o2c_withdrawal,
)

# and what becomes of them
# isort: split
from . import (
    o2c_refusal_flow,
    o2c_return_flow,
    o2c_return_goods,
    o2c_return_remedy,
    o2c_withdrawal_flow,
    o2c_withdrawal_paper,
    res_company_returns,
    res_partner_card_returns,
    sale_order_credit,
    sale_order_portal_returns,
    sale_order_returns,
    sale_order_withdrawal,
    stock_move_returns,
)

# what deliveries and withdrawals mean for services
# isort: split
from . import o2c_shipment_warranty, o2c_withdrawal_service, res_partner_service
