import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_orders_card", {
    steps: () => [
        {
            content: "Open the card from any screen",
            trigger: ".o_o2c_card_systray",
            run: "click",
        },
        {
            content: "Type the number that is ringing",
            trigger: ".o_o2c_card_search input",
            run: "edit 02/7770-4321",
        },
        {
            content: "One customer has this number",
            trigger: ".o_o2c_card_results li.active:contains(Zwielicht)",
        },
        {
            content: "Enter opens the card",
            trigger: ".o_o2c_card_search input",
            run: "press Enter",
        },
        {
            content: "The order stands on it",
            trigger: ".o_o2c_card [data-section=orders] .o_o2c_card_line",
        },
        {
            content: "Log what he says",
            trigger: ".o_o2c_card [data-action=log]",
            run: "click",
        },
        {
            content: "In one line",
            trigger: ".modal .o_field_widget[name=summary] input",
            run: "edit Wants it on Friday",
        },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "It stands among the last contacts at once",
            trigger: ".o_o2c_card [data-section=contacts]:contains(Wants it on Friday)",
        },
        {
            content: "Go to the order",
            trigger: ".o_o2c_card [data-section=orders] .o_o2c_card_line button",
            run: "click",
        },
        { content: "The order is open", trigger: ".o_form_view .o_field_widget[name=order_line]" },
        {
            content: "And back to the card",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a:contains(Zwielicht)",
            run: "click",
        },
        {
            content: "It is the same customer",
            trigger: ".o_o2c_card h1:contains(Zwielicht)",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_orders_shipment", {
    steps: () => [
        {
            content: "Report what the driver said on the telephone",
            trigger: ".o_form_view button:contains(Report by Hand)",
            run: "click",
        },
        {
            content: "Nobody was there",
            trigger:
                ".modal .o_field_widget[name=status] input, .modal .o_field_widget[name=status] select",
        },
        {
            content: "Choose it",
            trigger: ".modal .o_field_widget[name=status] input",
            run: "click",
        },
        {
            content: "From the list",
            trigger:
                ".o_select_menu_item:contains(nobody there), .o-dropdown-item:contains(nobody there)",
            run: "click",
        },
        { content: "Report", trigger: ".modal button[name=action_report]", run: "click" },
        {
            content: "The parcel's history has it",
            trigger: ".o_field_widget[name=event_ids] .o_data_row:contains(nobody there)",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_orders_portal_delivery", {
    steps: () => [
        {
            content: "See what may be changed",
            trigger: "#o2c_delivery details summary",
            run: "click",
        },
        {
            content: "A neighbour takes it",
            trigger: "#o2c_delivery form[data-kind=neighbour] input[name=neighbour]",
            run: "edit Berg, first floor",
        },
        {
            content: "Choose that",
            trigger: "#o2c_delivery form[data-kind=neighbour] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The wish is noted",
            trigger: "#o2c_delivery:contains(Berg, first floor)",
        },
    ],
});
