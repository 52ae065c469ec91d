/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The care leader promises an answer within two hours of working time. */
registry.category("web_tour.tours").add("o2c_care_promise", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Tour times" },
        {
            trigger: ".o_field_widget[name=target_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=target_ids] .o_selected_row div[name=measure] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('First reply')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=target_ids] .o_selected_row div[name=duration] input",
            run: "edit 2",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_data_row:contains('Tour times'):contains('First reply: 2 h')" },
    ],
});

/** The care agent sees what is due, waits for the customer, and the clock stands still. */
registry.category("web_tour.tours").add("o2c_care_pause_clock", {
    steps: () => [
        { trigger: ".o_field_widget[name=clock_state]:contains('In time')" },
        { trigger: "a[name=clocks]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=clock_ids] .o_data_row:contains('Resolution'):contains('Due in')",
        },
        {
            trigger: ".o_statusbar_status button[data-value=waiting]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=waiting_for] input", run: "click" },
        { trigger: ".o_select_menu_item:contains('Customer')", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=clock_state]:contains('Paused')" },
        {
            trigger:
                ".o_field_widget[name=clock_ids] .o_data_row:contains('Resolution'):contains('Stands still with')",
        },
    ],
});
