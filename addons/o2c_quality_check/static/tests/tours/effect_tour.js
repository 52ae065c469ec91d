/** @odoo-module **/

import { registry } from "@web/core/registry";

const click = (trigger) => ({ trigger, run: "click" });
const press = (keys, trigger) => ({ trigger, run: `press ${keys}` });

/** A leader says that a complaint follows on an answer, without leaving one screen. */
registry.category("web_tour.tours").add("o2c_effect_is_added", {
    steps: () => [
        click(".o_list_button_add"),
        { trigger: "div[name=question_id] input", run: "edit Script of the tour" },
        click(".o-autocomplete--dropdown-item:contains('Is the crate whole?')"),
        // the answers of this question, by their own words
        { trigger: "div[name=condition] input:value('any of these answers')" },
        { trigger: "div[name=choice_ids] input", run: "edit Bro" },
        click(".o-autocomplete--dropdown-item:contains(/^Broken$/)"),
        { trigger: "div[name=choice_ids] .o_tag:contains(/^Broken$/)" },
        { trigger: "div[name=title] input", run: "edit Crate $answer: $order" },
        click("div[name=rejects] input"),
        click(".o_form_button_save"),
        { trigger: ".o_form_saved" },
        { trigger: ".o_breadcrumb:contains('Is the crate whole? Broken')" },
        click(".o_back_button a"),
        click(".o_group_header:contains('Script of the tour')"),
        {
            trigger:
                ".o_data_row:contains('Broken'):contains('Open a complaint ticket (Crate $answer: $order)')",
        },
    ],
});

/** An agent is told so. */
registry.category("web_tour.tours").add("o2c_effect_happens", {
    steps: () => [
        click(".o_control_panel button[name=action_next_call]"),
        press("2", ".o2c_call_question.o2c_open:contains('Is the crate whole?')"),
        { trigger: ".o2c_open [aria-checked=true]:contains('Broken')" },
        press("Enter", ".o2c_call_screen"),
        { trigger: "li[data-question='1'] .o2c_call_said:contains('Broken')" },
        { trigger: ".o2c_call_question.o2c_open:contains('How many are left?')" },
        { trigger: ".o2c_call_screen[data-unsent='0']" },
        press("Alt+a", ".o2c_call_screen"),
        { trigger: ".o2c_call_idle:contains('Nobody is left to call.')" },
    ],
});

/** The leader finds what followed, once, and opens the ticket. */
registry.category("web_tour.tours").add("o2c_effect_is_there", {
    steps: () => [
        click(".o_searchview_facet:contains('Waits for somebody') .o_facet_remove"),
        { trigger: ".o_searchview_input", run: "edit Crate Lovers" },
        press("Enter", ".o_searchview_input"),
        { trigger: ".o_searchview_facet:contains('Crate Lovers')" },
        { trigger: ".o_data_row:contains('Crate Broken: ')" },
        { trigger: ".o_list_view:not(:has(.o_data_row:eq(1)))" },
    ],
});
