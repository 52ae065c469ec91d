/** @odoo-module **/

import { registry } from "@web/core/registry";

/** A newcomer reads the ribbon: who has the order, what is missing, from where. */
registry.category("web_tour.tours").add("o2c_orders_timeline", {
    steps: () => [
        { trigger: ".o_o2c_timeline[data-stage='settlement']" },
        { trigger: ".o_o2c_now .o_o2c_who:contains('Warehouse')" },
        { trigger: ".o_o2c_missing [data-code='return']:contains('Returns to receive: 1')" },
        { trigger: ".o_o2c_events li[data-kind='reopened']:contains('Opened again')" },
        { trigger: "li[data-kind='paid'].o_o2c_done" },
        { trigger: "li[data-kind='delivered'].o_o2c_done button", run: "click" },
        { trigger: ".o_o2c_timeline_step:contains('Deadline of the delivery')" },
        { trigger: ".o_o2c_timeline_step .o_o2c_source:contains('OUT')" },
        // transfers are for the warehouse: named, and no link for the order desk
        { trigger: ".o_o2c_timeline_step:not(:has(a))" },
    ],
});

/** The process screen: from the figures and the paths to the orders behind them. */
registry.category("web_tour.tours").add("o2c_orders_process", {
    steps: () => [
        { trigger: ".o_o2c_process_tiles [data-key='orders']:contains('2')" },
        { trigger: "select[name=period]", run: "select 30" },
        { trigger: ".o_o2c_chart canvas" },
        { trigger: "tr[data-stage='processing']:contains('Processing')" },
        {
            trigger: ".o_o2c_process_paths a:contains('Confirmed → Shipped → Delivered')",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row td[name=order_id]" },
        { trigger: ".o_back_button a, .breadcrumb-item a", run: "click" },
        { trigger: ".o_o2c_process_tiles [data-key='straight']", run: "click" },
        { trigger: ".o_list_view, .o_view_nocontent" },
    ],
});

/** An order manager says who answers for a department. */
registry.category("web_tour.tours").add("o2c_orders_departments", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger:
                ".o_selected_row .o_field_widget[name=department] select, .o_selected_row .o_field_widget[name=department] input",
            run: "click",
        },
        {
            trigger:
                ".o_select_menu_item:contains('Transport'), .o_selected_row .o_field_widget[name=department] select",
            run: "click",
        },
        { trigger: ".o_selected_row .o_field_widget[name=user_id] input", run: "edit o2c_desk" },
        { trigger: ".ui-autocomplete a:contains('o2c_desk')", run: "click" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_data_row:contains('Transport'):contains('o2c_desk')" },
    ],
});
