/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The leader looks who works, takes a call back and sees it on the list again. */
registry.category("web_tour.tours").add("o2c_quality_board", {
    steps: () => [
        { trigger: ".o_o2c_board button[data-tile=in_call]:contains('1')" },
        { trigger: ".o_o2c_board_agents tr:contains('In call') .btn-link:contains('Take back')" },
        { trigger: ".o_o2c_board_call_backs li:contains('Any agent')" },
        {
            trigger: ".o_o2c_board_agents tr:contains('In call') .btn-link:contains('Take back')",
            run: "click",
        },
        { trigger: ".o_o2c_board button[data-tile=in_call]:contains('0')" },
        { trigger: ".o_o2c_board_agents tr:contains('Available')" },
        { trigger: ".o_o2c_board button[data-tile=call_backs]", run: "click" },
        { trigger: ".o_list_view .o_searchview_facet:contains('Call-backs')" },
        { trigger: ".o_list_view .o_search_panel:contains('Campaign')" },
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_view .o_kanban_record:contains('Call-back')" },
        { trigger: ".o_switch_view.o_calendar", run: "click" },
        { trigger: ".o_calendar_view" },
    ],
});

/** The agent starts work, pauses, comes back and goes home. */
registry.category("web_tour.tours").add("o2c_quality_agent_state", {
    steps: () => [
        { trigger: ".o_o2c_agent_status[data-state=off]", run: "click" },
        { trigger: ".o_o2c_agent_start:contains('Start work')", run: "click" },
        { trigger: ".o_o2c_agent_status[data-state=available]", run: "click" },
        { trigger: ".o_o2c_agent_pause:contains('Lunch')", run: "click" },
        { trigger: ".o_o2c_agent_status[data-state=pause]", run: "click" },
        { trigger: ".o_o2c_agent_start:contains('End the pause')", run: "click" },
        { trigger: ".o_o2c_agent_status[data-state=available]", run: "click" },
        { trigger: ".o_o2c_agent_leave", run: "click" },
        { trigger: ".o_o2c_agent_status[data-state=off]" },
    ],
});
