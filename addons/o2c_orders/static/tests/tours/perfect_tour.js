/** @odoo-module **/

import { registry } from "@web/core/registry";

/** A salesperson forgets the reference: the order waits, mended it goes through. */
registry.category("web_tour.tours").add("o2c_orders_entry_check", {
    steps: () => [
        { trigger: "button[name=action_confirm]", run: "click" },
        { trigger: ".o_notification:contains('reference is missing')" },
        { trigger: ".alert-warning:contains('Order not taken well')" },
        { trigger: "button[name=action_o2c_entry_errors]" },
        { trigger: "a[name=other_information]", run: "click" },
        { trigger: ".o_field_widget[name=client_order_ref] input", run: "edit PO-4711" },
        { trigger: "button[name=action_confirm]", run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sales Order')",
        },
    ],
});

/** The order desk sees why an order was not perfect and what led to what. */
registry.category("web_tour.tours").add("o2c_orders_perfect_order", {
    steps: () => [
        { trigger: "a[name=o2c_perfect]", run: "click" },
        { trigger: ".o_o2c_perfect_title[data-verdict=no]" },
        {
            trigger:
                ".o_o2c_perfect_component[data-key=on_time][data-verdict=no]:contains('2 days late')",
        },
        { trigger: ".o_o2c_perfect_component[data-key=complete][data-verdict=yes]" },
        { trigger: ".o_o2c_perfect_cost:contains('Handling')" },
        { trigger: ".o_o2c_chain_link[data-kind=entry_address][data-cause='-1']" },
        { trigger: ".o_o2c_chain_link[data-kind=late][data-cause='0']" },
    ],
});

/** The order manager reads the dashboard and goes to what is behind a figure. */
registry.category("web_tour.tours").add("o2c_orders_quality", {
    steps: () => [
        { trigger: "[data-figure=joint]" },
        { trigger: "[data-figure=product]" },
        { trigger: "[data-table=people] tbody tr" },
        { trigger: "[data-figure=cost]", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

/** The check-up from the figures to the sample data and back. */
registry.category("web_tour.tours").add("o2c_orders_checkup", {
    steps: () => [
        { trigger: "button[name=action_measure]:not(:disabled)", run: "click" },
        { trigger: ".o_field_widget[name=figure_ids] .o_data_row:contains('SCOR')" },
        { trigger: "a[name=steps]", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_data_row:contains('time zone')" },
        { trigger: "button[name=action_load_sample]", run: "click" },
        { trigger: "button[name=action_remove_sample]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_notification:contains('removed')" },
        { trigger: "button[name=action_load_sample]" },
    ],
});
