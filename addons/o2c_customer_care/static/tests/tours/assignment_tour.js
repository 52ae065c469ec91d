/** @odoo-module **/

import { registry } from "@web/core/registry";

/** An agent says that he takes no tickets now, and takes them again. */
registry.category("web_tour.tours").add("o2c_care_pause", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Tour Agent') button[name=action_pause]",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Tour Agent') .badge:contains('Takes none now')" },
        {
            trigger: ".o_data_row:contains('Tour Agent') button[name=action_resume]",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Tour Agent') .badge:contains('There')" },
    ],
});

/** A leader has the team share its tickets in turn, and makes agents of its members. */
registry.category("web_tour.tours").add("o2c_care_share", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=assign] select, .o_field_widget[name=assign] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('In turn')", run: "click" },
        { trigger: "button[name=action_make_agents]", run: "click" },
        { trigger: ".o_field_widget[name=agent_ids] .o_data_row:contains('Tour Member')" },
        { trigger: "body:not(:has(button[name=action_make_agents]:visible))" },
    ],
});

/** A ticket says why its owner has it; who cannot keep it gives it back. */
registry.category("web_tour.tours").add("o2c_care_why", {
    steps: () => [
        { trigger: ".o_field_widget[name=assigned_why]:contains('Was next in turn')" },
        { trigger: ".o_field_widget[name=priority_why]:contains('Key customer')" },
        { trigger: ".o_cp_action_menus button, .o_control_panel .fa-cog", run: "click" },
        { trigger: ".o-dropdown--menu span:contains('Give back to the queue')", run: "click" },
        {
            trigger:
                ".o_field_widget[name=assigned_why]:contains('All agents of the team gave it back')",
        },
    ],
});
