/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The care agent opens a ticket and disputes 300: the invoice shows them on hold. */
registry.category("web_tour.tours").add("o2c_care_dispute", {
    steps: () => [
        { trigger: ".o-kanban-button-new", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            run: "edit Cups arrived broken",
        },
        { trigger: ".o_field_widget[name=partner_id] input", run: "edit Café Tour" },
        { trigger: ".ui-autocomplete a:contains('Café Tour')", run: "click" },
        { trigger: ".o_field_widget[name=invoice_id] input", run: "click" },
        { trigger: ".ui-autocomplete a:contains('INV')", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=number]:contains('TK')" },
        { trigger: "button[name=action_dispute]:enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=contestable]:contains('1,000.00')" },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 300" },
        { trigger: ".modal button[name=action_open]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('To decide')" },
        { trigger: "button[name=action_open_invoice]", run: "click" },
        { trigger: ".alert-warning:contains('300.00'):contains('Disputed amount')" },
        { trigger: "button[name=action_o2c_tickets]:contains('1 / 1')" },
    ],
});

/** The care leader accepts a part: a draft credit note, the rest is free again. */
registry.category("web_tour.tours").add("o2c_care_decide", {
    steps: () => [
        { trigger: "button[name=action_decide]:contains('Decide')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=outcome] input[data-value=partial]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 120" },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Twelve cups, says the picture",
        },
        { trigger: ".modal button[name=action_decide]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Partly accepted')" },
        { trigger: "button[name=action_open_credit_note]:contains('Draft')" },
        { trigger: "button[name=action_open_invoice]", run: "click" },
        { trigger: ".alert-warning:contains('120.00'):contains('Disputed amount')" },
    ],
});
