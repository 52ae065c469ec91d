import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_appointment_desk", {
    url: "/odoo/o2c-appointments",
    steps: () => [
        {
            content: "open the proposal",
            trigger: ".o_data_row:contains('Tour customer') td[name=window]",
            run: "click",
        },
        {
            content: "look for another window",
            trigger: "button[name=action_move]",
            run: "click",
        },
        {
            content: "the customer has agreed on the phone to the last one",
            trigger:
                ".modal .o_field_widget[name=offer_ids] .o_data_row:eq(1) button[name=action_agree]",
            run: "click",
        },
        { content: "the wizard closes", trigger: "body:not(:has(.modal))" },
        {
            content: "the old proposal no longer holds",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Cancelled')",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_appointment_customer", {
    steps: () => [
        {
            content: "the customer agrees",
            trigger: "button[value=confirm]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "and may put it into his calendar",
            trigger: "a[href$='/visit.ics']",
        },
        {
            content: "another time suits him better",
            trigger: "button[value=move]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "it is confirmed again", trigger: ".alert-success" },
    ],
});
