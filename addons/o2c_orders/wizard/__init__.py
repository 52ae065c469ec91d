from . import (
    base_partner_merge,
    o2c_exception_aside,
    o2c_hold_place,
    o2c_hold_release,
    o2c_recurring_stop,
    o2c_task_step,
    o2c_quote_compare,
    o2c_quote_follow_up,
    o2c_courier_import,
    o2c_shipment_report,
    o2c_notification_preview,
    sale_advance_payment_inv,
)
from . import o2c_appointment_make
from . import o2c_appointment_effect
