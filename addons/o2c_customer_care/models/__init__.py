from . import o2c_ticket_team
from . import o2c_ticket_reason
from . import o2c_ticket
from . import res_company
