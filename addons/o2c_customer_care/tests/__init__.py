from . import (
    test_credit_note,
    test_dispute,
    test_documents,
    test_order_closing,
    test_portal,
    test_rights,
    test_story,
    test_ticket,
    test_tour,
)
from . import test_contest
from . import test_perfect_order
from . import test_ticket_history
from . import test_contact_data
from . import test_clock
from . import test_dispute_again
from . import test_intake_mail
from . import test_intake_loop
from . import test_intake_thread
from . import test_care_absence
from . import test_care_assignment
from . import test_care_assignment_race
from . import test_care_assignment_tour
from . import test_care_shift
from . import test_portal_follow
from . import test_portal_report
from . import test_remedy_flow
from . import test_remedy_goods
from . import test_remedy_money
from . import test_aftercare, test_rating_page
from . import test_contact_form
from . import test_sms_reply
from . import test_ticket_api
from . import test_ticket_answer, test_ticket_merge, test_ticket_part
from . import test_care_card
from . import test_portal_offer
from . import test_portal_tour
from . import test_contact_data_tour
from . import test_complaint_safe
from . import test_dispute_small
from . import test_litigation
from . import test_dispute_insight
from . import test_clock_run
from . import test_contact_search
from . import test_claim
from . import test_remedy_race
from . import test_corrective_action, test_learning
from . import test_remedy_cost
from . import test_learning_tour
from . import test_care_insight, test_care_insight_tour
from . import test_care_workbook
from . import test_phone
from . import test_intake_tour
from . import test_ticket_work_tour
from . import test_dispute_tour
from . import test_remedy_rights
from . import test_remedy_tour
from . import test_dispute_portal
from . import test_clock_tour
from . import test_ticket_screens
