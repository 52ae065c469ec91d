import { registry } from "@web/core/registry";

/** The care leader goes to court over a rejected amount, enters a term and ends it. */
registry.category("web_tour.tours").add("o2c_care_court", {
    steps: () => [
        { trigger: "button[name=action_court]:enabled", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit They keep the goods and do not pay",
        },
        { trigger: ".modal button[name=action_open]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('In preparation')" },
        { trigger: ".o_field_widget[name=event_ids] .o_field_x2many_list_row_add a", run: "click" },
        {
            trigger: ".o_field_widget[name=event_ids] .o_selected_row [name=text] input",
            run: "edit Answer to the claim",
        },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: ".o_field_widget[name=next_text]:contains('Answer to the claim')" },
        { trigger: "button[name=action_file]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Filed')" },
        { trigger: "button[name=action_end]:enabled", run: "click" },
        { trigger: ".modal .o_field_widget[name=outcome] input", run: "click" },
        { trigger: ".o_select_menu_item:contains('Won in part')", run: "click" },
        { trigger: ".modal .o_field_widget[name=awarded] input", run: "edit 200" },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit A third is ours to bear",
        },
        { trigger: ".modal button[name=action_end]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Ended')" },
        { trigger: ".o_field_widget[name=outcome]:contains('Won in part')" },
    ],
});

/** The care agent takes a rejected amount up again; the figures count it. */
registry.category("web_tour.tours").add("o2c_care_dispute_again", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button:contains('Take up again')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit A photo came",
        },
        { trigger: ".modal button[name=action_reopen]:enabled", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('To decide')" },
        { trigger: "[data-menu-xmlid='o2c_customer_care.menu_dispute']", run: "click" },
        {
            trigger: "[data-menu-xmlid='o2c_customer_care.menu_dispute_insight']",
            run: "click",
        },
        { trigger: "[data-figure=undecided]:contains('300.00')" },
        { trigger: ".o_o2c_disputes canvas[aria-label='At stake by age']" },
        { trigger: "[data-figure=undecided]", run: "click" },
        { trigger: ".o_data_row:contains('Café Tour')" },
    ],
});
