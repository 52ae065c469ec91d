/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The care agent offers to credit two of ten grinders: somebody else has to agree. */
registry.category("web_tour.tours").add("o2c_care_remedy_offer", {
    steps: () => [
        { trigger: "button[name=action_offer_remedy]:enabled", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row td[name=quantity]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row [name=quantity] input",
            run: "edit 2",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Two came without a lid",
        },
        { trigger: ".modal .o_field_widget[name=verdict]:contains('To be approved by')" },
        { trigger: ".modal .o_field_widget[name=line_ids] tfoot:contains('244.00')" },
        { trigger: ".modal button[name=action_offer]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('To approve')" },
        { trigger: ".alert-info:contains('Approval by')" },
    ],
});

/** The care leader approves: the draft credit note is one click away. */
registry.category("web_tour.tours").add("o2c_care_remedy_approve", {
    steps: () => [
        { trigger: "button[name=action_approve]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Under way')" },
        { trigger: "button[name=action_open_document]", run: "click" },
        { trigger: ".o_field_widget[name=o2c_remedy_id]:contains('REM/')" },
    ],
});

/** The care agent sends a claim another way and enters what they grant. */
registry.category("web_tour.tours").add("o2c_care_claim", {
    steps: () => [
        { trigger: "button[name=action_mark_sent]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sent')" },
        { trigger: "button[name=action_answer]:enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=accepted_amount] input", run: "edit 80" },
        { trigger: ".modal .o_field_widget[name=answer] textarea", run: "edit We pay a part" },
        { trigger: ".modal button[name=action_answer]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Accepted')" },
        { trigger: "button[name=action_open_refund]:contains('Draft')" },
    ],
});
