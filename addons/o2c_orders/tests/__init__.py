from . import (
    test_chase,
    test_confirm,
    test_contact_chain,
    test_contact_ledger,
    test_contact_sources,
    test_cron,
    test_delivery,
    test_delivery_word,
    test_exception_courier,
    test_exception_kinds,
    test_exception_queue,
    test_exception_race,
    test_exception_return,
    test_exception_service,
    test_exception_tour,
    test_explain,
    test_hold_ledger,
    test_hold_permanence,
    test_hold_reading,
    test_hold_rights,
    test_hold_sight,
    test_hooks,
    test_invoicing,
    test_notification_choice,
    test_notification_collect,
    test_notification_send,
    test_interface_http,
    test_interface_intake,
    test_payment,
    test_portal,
    test_process,
    test_process_figures,
    test_portal_agent,
    test_quotation_life,
    test_quotation_reports,
    test_quotation_tour,
    test_race,
    test_race_interface,
    test_screens,
    test_sign,
    test_timeline_owners,
    test_timeline_parcels,
    test_timeline_paths,
    test_timeline_settlement,
    test_timeline_tour,
    test_timeline_upkeep,
    test_tour,
)
from . import test_contest
from . import test_courier, test_courier_webhook, test_shipment
from . import test_entry_check
from . import test_perfect_order
from . import test_appointment
from . import test_appointment_page
from . import test_appointment_tour
from . import test_first_attempt
from . import test_delivery_choice
from . import test_carrier_score
from . import test_return
from . import test_appointment_timeline
from . import test_reopened
from . import test_refusal
from . import test_return_race
from . import test_withdrawal
from . import test_driver_offline
from . import test_driver_page
from . import test_contract, test_recurring, test_service_race, test_tariff
from . import test_task, test_task_call, test_warranty
from . import test_card, test_card_tour
from . import test_checkup
from . import test_return_portal
from . import test_return_rights
from . import test_return_tour
from . import test_withdrawal_paper
from . import test_service_effects, test_service_tour
from . import test_perfect_tour
from . import test_open_forms
from . import test_appointment_jobs
from . import test_complaint_safe
