import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_orders_take_back", {
    steps: () => [
        {
            content: "Take goods back",
            trigger: "button[name=action_o2c_return]",
            run: "click",
        },
        {
            content: "Enter how many",
            trigger: ".modal .o_data_row td[name=quantity]",
            run: "click",
        },
        {
            content: "Two of them",
            trigger: ".modal .o_data_row td[name=quantity] input",
            run: "edit 2",
        },
        {
            content: "Ask for the return",
            trigger: ".modal button[name=action_request]",
            run: "click",
        },
        {
            content: "The return is open",
            trigger: ".o_form_view button[name=action_authorise]",
            run: "click",
        },
        {
            content: "The goods are expected",
            trigger: ".o_statusbar_status button[data-value=authorised].o_arrow_button_current",
        },
        {
            content: "Its transfer is there",
            trigger: "button[name=action_open_transfers]",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_orders_withdraw", {
    steps: () => [
        {
            content: "The function is on the page of the order",
            trigger: "a.o2c_withdraw:contains(Withdraw from contract here)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Say who",
            trigger: ".o2c_portal_withdraw_form input[name=person_name]",
            run: "edit Freya",
        },
        {
            content: "Go on",
            trigger: ".o2c_portal_withdraw_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Confirm",
            trigger: "button.o2c_confirm:contains(Confirm withdrawal)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is declared",
            trigger: ".o2c_portal_withdrawal h2:contains(Withdrawal WDR)",
        },
    ],
});
