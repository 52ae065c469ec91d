/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The salesperson takes a quotation back, then writes it off as lost, with the reason. */
registry.category("web_tour.tours").add("o2c_orders_quotation_follow_up", {
    steps: () => [
        { trigger: "button[name=action_o2c_follow_up]", run: "click" },
        { trigger: ".modal input[data-value=revise]", run: "click" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Quotation')" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "a[name=o2c_quotation]", run: "click" },
        {
            trigger: ".o_field_widget[name=o2c_quote_event_ids] .o_data_row:contains('Taken back')",
        },
        { trigger: "button[name=action_o2c_follow_up]", run: "click" },
        { trigger: ".modal input[data-value=lost]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=reason_id] input",
            run: "edit Too dear",
        },
        { trigger: ".ui-autocomplete a:contains('Too dear')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=competitor] input",
            run: "edit Kaffee AG",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_field_widget[name=o2c_quote_status]:contains('Lost')" },
        { trigger: ".o_field_widget[name=o2c_quote_competitor]:contains('Kaffee AG')" },
    ],
});

/** The funnel opens what is behind a status. */
registry.category("web_tour.tours").add("o2c_orders_quotation_funnel", {
    steps: () => [
        { trigger: ".o_o2c_funnel_step[data-key=sent]" },
        { trigger: ".o_o2c_funnel select", run: "select ever" },
        { trigger: ".o_o2c_funnel tr[data-key=open]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Café Funnel')" },
    ],
});

/** The network is looked at by agent and by salesperson; a row opens its orders. */
registry.category("web_tour.tours").add("o2c_orders_sales_network", {
    steps: () => [
        { trigger: ".o_o2c_network td:contains('Agent of the tour')" },
        { trigger: ".o_o2c_network select[name=group]", run: "select user_id" },
        { trigger: ".o_o2c_network th:contains('Salesperson')" },
        { trigger: ".o_o2c_network select[name=group]", run: "select agent_id" },
        { trigger: ".o_o2c_network td:contains('Agent of the tour')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Café Funnel')" },
    ],
});

/** The order manager makes an interface and its key, which is shown once. */
registry.category("web_tour.tours").add("o2c_orders_interface", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Shop of the tour" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_new_key]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".modal:contains('shown only now')" },
    ],
});

/** The external agent: an order, its papers, then prices and stock. */
registry.category("web_tour.tours").add("o2c_orders_agent_portal", {
    steps: () => [
        { trigger: "a:contains('Café Funnel')" },
        { trigger: "a[href^='/my/agent/products?customer']", run: "click", expectUnloadPage: true },
        { trigger: "#o2c_search", run: "edit Chair of the tour" },
        {
            trigger: "form[action='/my/agent/products'] button",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "td:contains('100.00')" },
    ],
});
