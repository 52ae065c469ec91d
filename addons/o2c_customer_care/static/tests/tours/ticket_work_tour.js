/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The agent merges a duplicate, hands a part over and answers with a canned text. */
registry.category("web_tour.tours").add("o2c_care_work", {
    steps: () => [
        { trigger: ".alert-info:contains('Perhaps the same came in before')" },
        { trigger: ".o_notebook a[name=related]", run: "click" },
        {
            trigger: ".o_field_widget[name=similar_ids] button[name=action_merge_here]",
            run: "click",
        },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=merged_ids] td:contains('Second time')" },
        { trigger: "button[name=action_hand_over]:enabled", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=department] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('Technical office')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=team_id] input:value(Tour technicians)",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Is it the valve?",
        },
        { trigger: ".modal button[name=action_open]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=waiting_for]:contains('Department'), .o_field_widget[name=waiting_for] input:value(Department)",
        },
        { trigger: "button[name=answer_menu]:enabled", run: "click" },
        { trigger: ".o_o2c_answer:contains('Tour answer')", run: "click" },
        { trigger: ".modal .o_field_widget[name=body]:contains('Dear Café Work')" },
        { trigger: ".modal .o_mail_send, .modal button[name=action_send_mail]", run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Answered')",
        },
    ],
});

/** Somebody of the department answers the part; nothing else is in his list. */
registry.category("web_tour.tours").add("o2c_care_part", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Is it the valve?')", run: "click" },
        { trigger: ".alert-info:contains('helps customer care with')" },
        { trigger: "body:not(:has(button[name=action_dispute]))" },
        { trigger: "button[name=action_answer_part]:enabled", run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Answered')",
        },
    ],
});
