import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_customer_care_phone", {
    steps: () => [
        {
            content: "The number that rings has found who calls",
            trigger: ".o_o2c_phone h1:contains(Nordlicht)",
        },
        {
            content: "Write what it is about",
            trigger: ".o_o2c_phone_talk input[name=summary]",
            run: "edit Asks for the price",
        },
        {
            content: "One key logs the call",
            trigger: ".o_o2c_phone_log",
            run: "click",
        },
        {
            content: "It is among the last contacts",
            trigger: ".o_o2c_phone [data-section=contacts]:contains(Asks for the price)",
        },
        {
            content: "He says more",
            trigger: ".o_o2c_phone_talk input[name=summary]",
            run: "edit Cups are broken",
        },
        {
            content: "It is a complaint",
            trigger: ".o_o2c_phone_talk select[name=kind]",
            run: "selectByLabel Complaint",
        },
        {
            content: "About his order",
            trigger: ".o_o2c_phone_talk select[name=about]",
            run: "selectByIndex 1",
        },
        {
            content: "One key opens the ticket",
            trigger: ".o_o2c_phone_ticket",
            run: "click",
        },
        {
            content: "The ticket is open",
            trigger: ".o_form_view:contains(Cups are broken)",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_customer_care_incoming", {
    steps: () => [
        {
            content: "Open what made no ticket",
            trigger: ".o_data_row:contains(Only this week) .o_data_cell[name=subject]",
            run: "click",
        },
        {
            content: "One click makes it a ticket",
            trigger: "button[name=action_make_ticket]",
            run: "click",
        },
        {
            content: "The ticket is open",
            trigger: ".o_form_view .o_field_widget[name=number]",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_customer_care_contact_form", {
    steps: () => [
        {
            content: "Who writes",
            trigger: ".o2c_contact_form input[name=name]",
            run: "edit Rita Neri",
        },
        {
            content: "His address",
            trigger: ".o2c_contact_form input[name=email]",
            run: "edit rita@known.example",
        },
        {
            content: "What about",
            trigger: ".o2c_contact_form input[name=subject]",
            run: "edit Cups by the form",
        },
        {
            content: "The message",
            trigger: ".o2c_contact_form textarea[name=text]",
            run: "edit Four of them are broken.",
        },
        {
            content: "Consent",
            trigger: ".o2c_contact_form input[name=consent]",
            run: "click",
        },
        {
            content: "Send, as fast as a person can",
            trigger: ".o2c_contact_form button[type=submit]",
            async run({ click }) {
                await new Promise((resolve) => setTimeout(resolve, 4500));
                await click();
            },
            expectUnloadPage: true,
        },
        {
            content: "Thank you, with the number",
            trigger: ".o2c_contact_sent strong:contains(TK)",
        },
    ],
});
