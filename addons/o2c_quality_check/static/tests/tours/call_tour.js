/** @odoo-module **/

import { registry } from "@web/core/registry";

const choose = (number, label) => ({
    trigger: `li[data-question='${number}'] label:contains(/^${label}$/)`,
    run: "click",
});

const refused = (sentence) => [
    { trigger: `.modal:contains('${sentence}')` },
    { trigger: ".modal footer button", run: "click" },
];

/** The leader sees who would be called and starts the campaign. */
registry.category("web_tour.tours").add("o2c_quality_start_campaign", {
    steps: () => [
        { trigger: "button[name=action_preview]", run: "click" },
        { trigger: ".o_data_row:contains('Called'):contains('+39 02 5550 1234')" },
        { trigger: ".o_data_row:contains('No phone number')" },
        { trigger: ".o_back_button a", run: "click" },
        { trigger: "button[name=action_start]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Running')" },
        { trigger: "button[name=action_open_calls] .o_stat_value:contains('0 / 1')" },
    ],
});

/** The agent takes the next call and hears that the goods are damaged. */
registry.category("web_tour.tours").add("o2c_quality_damaged", {
    steps: () => [
        { trigger: ".o_control_panel button[name=action_next_call]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('In call')" },
        { trigger: ".o_field_widget[name=phone] a[href^='tel:']" },
        { trigger: ".o2c_briefing [data-section=goods]:contains('10 Units')" },
        choose(1, "Yes"),
        choose(2, "Damaged"),
        { trigger: "li[data-question='2'] input:checked + label:contains('Damaged')" },
        choose(5, "6"),
        { trigger: "li[data-question='6'] textarea", run: "edit Two boxes are broken" },
        { trigger: "button[name=action_answered]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Done')" },
        { trigger: ".o_field_widget[name=verdict]:contains('Not accepted')" },
        { trigger: ".o_field_widget[name=effect_ids] .o_data_row:contains('Arrived damaged')" },
        { trigger: ".o2c_briefing [data-section=tickets]:contains('Received')" },
        { trigger: "button[name=action_next_call]", run: "click" },
        { trigger: ".o_notification:contains('Nobody is left to call.')" },
    ],
});

/** Nothing is recorded as answered before the mandatory questions are. */
registry.category("web_tour.tours").add("o2c_quality_call_back", {
    steps: () => [
        { trigger: ".o_control_panel button[name=action_next_call]", run: "click" },
        { trigger: "button[name=action_answered]", run: "click" },
        ...refused("Not answered yet: Did you receive the delivery?"),
        choose(5, "0"),
        { trigger: "li[data-question='5'] button:contains('clear')", run: "click" },
        { trigger: "li[data-question='5'] .badge:contains('needed')" },
        { trigger: "button[name=action_call_back]", run: "click" },
        ...refused("Say when the customer wants to be called back."),
        { trigger: "button[name=action_busy]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('To call')" },
        { trigger: "a[name=attempts]", run: "click" },
        { trigger: ".o_field_widget[name=attempt_ids] .o_data_row:contains('Busy')" },
    ],
});
