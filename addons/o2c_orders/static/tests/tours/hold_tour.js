/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The order desk holds a quotation: the reason stands on the form at once. */
registry.category("web_tour.tours").add("o2c_orders_place_hold", {
    steps: () => [
        {
            trigger:
                ".o_o2c_timeline[data-stage='acquisition'] li[data-kind='captured'].o_o2c_done",
        },
        { trigger: "a[name=o2c]", run: "click" },
        { trigger: "button[name=action_o2c_place_hold]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason_id] input", run: "edit Waiting for clar" },
        { trigger: ".ui-autocomplete a:contains('Waiting for clarification')", run: "click" },
        { trigger: ".modal .o_field_widget[name=phases_text]:contains('Confirmation, Delivery')" },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Which colour?" },
        { trigger: ".modal button[name=action_place]", run: "click" },
        {
            trigger:
                ".alert-warning:contains('Waiting for clarification'):contains('Which colour?')",
        },
        { trigger: "button[name=action_o2c_holds] .o_stat_value:contains('1')" },
    ],
});

/** The salesperson confirms: the order waits, and the page says why. */
registry.category("web_tour.tours").add("o2c_orders_confirm_held", {
    steps: () => [
        { trigger: ".o_o2c_timeline" },
        { trigger: "button[name=action_confirm]", run: "click" },
        {
            trigger:
                ".o_notification:contains('is on hold: Waiting for clarification. Which colour?')",
        },
        { trigger: ".alert-warning:contains('Confirmation was asked for')" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Quotation Sent')" },
    ],
});

/** The order manager releases with a reason: the waiting order is confirmed. */
registry.category("web_tour.tours").add("o2c_orders_release", {
    steps: () => [
        { trigger: ".alert-warning button[name=action_o2c_holds]", run: "click" },
        {
            trigger: ".o_data_row:contains('Which colour?') button[name=action_release]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Blue, by phone" },
        { trigger: ".modal .o_field_widget[name=resume] input:checked" },
        { trigger: ".modal button[name=action_release]", run: "click" },
        { trigger: ".o_data_row .badge:contains('Ended')" },
        { trigger: ".o_back_button a", run: "click" },
        {
            trigger:
                ".o_o2c_timeline[data-stage='processing'] li[data-kind='confirmed'].o_o2c_done",
        },
        { trigger: "a[name=o2c]", run: "click" },
        { trigger: ".o_field_widget[name=o2c_hold_ids] .badge:contains('Ended')" },
    ],
});

/** A phone call is logged from the order and can then only be corrected. */
registry.category("web_tour.tours").add("o2c_orders_log_contact", {
    steps: () => [
        { trigger: "a[name=o2c]", run: "click" },
        { trigger: "button[name=action_o2c_log_contact]", run: "click" },
        {
            trigger:
                ".modal .o_field_widget[name=summary] textarea, .modal .o_field_widget[name=summary] input",
            run: "edit Asks for blue",
        },
        { trigger: ".modal .o_form_button_save, .modal button:contains('Save')", run: "click" },
        { trigger: ".o_field_widget[name=o2c_contact_ids] .o_data_row:contains('Asks for blue')" },
        { trigger: "button[name=action_o2c_contacts] .o_stat_value:contains('1')" },
    ],
});
