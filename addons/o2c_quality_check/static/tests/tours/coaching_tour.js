/** @odoo-module **/

import { registry } from "@web/core/registry";

const mark = (number, value) => ({
    trigger: `.o_field_widget[name=mark_ids] .o_data_row:nth-child(${number}) button[data-mark='${value}']`,
    run: "click",
});

/** The leader marks a call and finishes it. */
registry.category("web_tour.tours").add("o2c_quality_evaluate", {
    steps: () => [
        mark(1, "1"),
        { trigger: ".o_data_row:nth-child(1) button.btn-primary[data-mark='1']" },
        mark(2, "0"),
        { trigger: "button[name=action_done]", run: "click" },
        { trigger: ".modal:contains('Not marked yet: Listened')" },
        { trigger: ".modal footer button", run: "click" },
        mark(3, "5"),
        mark(4, "5"),
        mark(5, "5"),
        mark(6, "-"),
        mark(7, "1"),
        mark(8, "-"),
        mark(9, "3"),
        { trigger: "button[name=action_done]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Evaluated')" },
        { trigger: ".o_o2c_evaluation_score:contains('93')" },
    ],
});

/** The agent sees what was said of his call and answers once. */
registry.category("web_tour.tours").add("o2c_quality_evaluation_seen", {
    steps: () => [
        { trigger: ".o_data_row:contains('93') td.o_data_cell", run: "click" },
        { trigger: ".o_field_widget[name=mark_ids]:not(:has(button[data-mark]))" },
        { trigger: "button:contains('Seen, answer')", run: "click" },
        { trigger: ".modal textarea", run: "edit The line was bad" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Seen by the agent')" },
        { trigger: ".o_field_widget[name=agent_answer]:contains('The line was bad')" },
    ],
});

/** A leader tries out ways of dialling, and another ceiling. */
registry.category("web_tour.tours").add("o2c_quality_simulate", {
    steps: () => [
        {
            // the rows take their place: a box that shrinks would cut them off
            trigger: "tr[data-mode=predictive]",
            run({ anchor }) {
                const box = anchor.closest(".card").getBoundingClientRect();
                if (anchor.getBoundingClientRect().bottom > box.bottom) {
                    throw new Error("The ways of dialling are cut off");
                }
            },
        },
        { trigger: "canvas[aria-label^='Abandoned']" },
        { trigger: "input[name=ceiling]", run: "edit 0" },
        { trigger: "button[name=play]", run: "click" },
        { trigger: "tr[data-mode=predictive]:contains('(0.0 %)')" },
        { trigger: "input[name=agents]", run: "edit 5000" },
        { trigger: "button[name=play]", run: "click" },
        { trigger: ".modal:contains('Agents: a number from 1 to 200')" },
        { trigger: ".modal footer button", run: "click" },
    ],
});

/** A leader starts a dialler and sees it ring. */
registry.category("web_tour.tours").add("o2c_quality_dialling", {
    steps: () => [
        { trigger: "button[name=action_start]", run: "click" },
        { trigger: ".o_o2c_dial_board [data-tile=agents]:contains('1')" },
        { trigger: ".o_o2c_dial_board tr[data-state]:contains('Ringing')" },
        { trigger: ".o_o2c_dial_reason" },
        { trigger: "button[name=action_stop]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Stopped')" },
    ],
});
