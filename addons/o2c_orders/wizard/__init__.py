from . import (
    base_partner_merge,
    o2c_appointment_effect,
    o2c_appointment_make,
    o2c_courier_import,
    o2c_exception_aside,
    o2c_hold_place,
    o2c_hold_release,
    o2c_notification_preview,
    o2c_interface_upload,
    o2c_quote_compare,
    o2c_quote_follow_up,
    o2c_recurring_stop,
    o2c_shipment_report,
    o2c_task_step,
    sale_advance_payment_inv,
)
from . import o2c_return_open
from . import o2c_return_refuse
from . import o2c_withdrawal_enter
from . import stock_return_picking
