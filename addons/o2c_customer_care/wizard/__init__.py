from . import o2c_dispute_cancel, o2c_dispute_decide, o2c_dispute_open
from . import o2c_contact_correct
from . import partner_merge
from . import o2c_corrective_judge
from . import o2c_dispute_again
from . import o2c_litigation_open
from . import o2c_litigation_end
from . import o2c_intake_route
from . import o2c_claim_answer
from . import o2c_claim_open
from . import o2c_remedy_note
from . import o2c_remedy_propose
from . import mail_compose_message
from . import o2c_ticket_merge, o2c_ticket_part_leave, o2c_ticket_part_open
from . import o2c_care_insight_file
