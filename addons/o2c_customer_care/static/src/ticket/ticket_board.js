import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";
import { registry } from "@web/core/registry";

/** Board and list of tickets with a line that says what their colours mean. */
class TicketKanbanController extends KanbanController {
    static template = "o2c_customer_care.TicketKanban";
}

class TicketListController extends ListController {
    static template = "o2c_customer_care.TicketList";
}

registry.category("views").add("o2c_ticket_kanban", {
    ...kanbanView,
    Controller: TicketKanbanController,
});
registry.category("views").add("o2c_ticket_list", {
    ...listView,
    Controller: TicketListController,
});
