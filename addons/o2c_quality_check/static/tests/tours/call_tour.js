/** @odoo-module **/

import { registry } from "@web/core/registry";
import { Talk } from "@o2c_quality_check/call_screen/talk";

const screen = ".o2c_call_screen";
/* A key, pressed wherever the focus is; first waits for what shows that it may be. */
const press = (keys, trigger = screen) => ({ trigger, run: `press ${keys}` });
const open = (title) => ({ trigger: `.o2c_call_question.o2c_open:contains('${title}')` });
const said = (number, answer) => ({
    trigger: `li[data-question='${number}'] .o2c_call_said:contains(/^${answer}$/)`,
});
const saved = { trigger: ".o2c_call_screen[data-unsent='0']" };
const takeNext = { trigger: ".o_control_panel button[name=action_next_call]", run: "click" };

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

/** A whole call by keyboard alone: the goods are damaged. */
registry.category("web_tour.tours").add("o2c_quality_damaged", {
    steps: () => [
        takeNext,
        { trigger: ".o2c_call_number_link[href^='tel:']" },
        { trigger: ".o2c_call_brief [data-section=goods]:contains('10 Units')" },
        open("Did you receive"),
        press("Alt+d"),
        { trigger: ".o2c_call_timer[data-phase=talk]" },
        press("1"),
        { trigger: ".o2c_open [aria-checked=true]:contains('Yes')" },
        press("Enter"),
        said(1, "Yes"),
        open("In what condition"),
        press("2"),
        press("ArrowDown"),
        said(2, "Damaged"),
        press("ArrowDown", ".o2c_open:contains('fast enough')"),
        press("ArrowDown", ".o2c_open:contains('precise')"),
        press("ArrowDown", ".o2c_open:contains('right address')"),
        press("ArrowDown", ".o2c_open:contains('invoice match')"),
        open("All in all"),
        press("6"),
        press("Enter", ".o2c_open [aria-checked=true]:contains('6')"),
        { trigger: ".o2c_open textarea", run: "edit Two boxes are broken" },
        press("Enter"),
        saved,
        // the focus is in the notes now: keys with Alt work there too
        { trigger: ".o2c_call_note", run: "edit Rings again on Monday" },
        press("Alt+a"),
        { trigger: ".o2c_call_idle:contains('Nobody is left to call.')" },
        { trigger: ".o2c_call_today:contains('1'):contains('answered')" },
    ],
});

/**
 * The server is slow: what it says of the question before comes while the next answer is
 * being typed, and wipes none of it. What was typed last goes with the result.
 */
const talkAbout = Talk.prototype.about;
const held = [];
registry.category("web_tour.tours").add("o2c_quality_slow_server", {
    steps: () => [
        takeNext,
        open("Did you receive"),
        press("1"),
        press("Enter", ".o2c_open [aria-checked=true]:contains('Yes')"),
        press("ArrowDown", ".o2c_open:contains('In what condition')"),
        press("ArrowDown", ".o2c_open:contains('fast enough')"),
        press("ArrowDown", ".o2c_open:contains('precise')"),
        press("ArrowDown", ".o2c_open:contains('right address')"),
        press("ArrowDown", ".o2c_open:contains('invoice match')"),
        open("All in all"),
        saved,
        {
            trigger: screen,
            run: () => {
                Talk.prototype.about = async function (method, ...args) {
                    const result = await talkAbout.call(this, method, ...args);
                    if (method === "screen_answer") {
                        await new Promise((resolve) => held.push(resolve));
                    }
                    return result;
                };
            },
        },
        press("6"),
        press("Enter", ".o2c_open [aria-checked=true]:contains('6')"),
        { trigger: ".o2c_open textarea", run: "fill Two boxes" },
        { trigger: ".o2c_call_screen[data-unsent='2']" },
        {
            trigger: screen,
            run: async () => {
                Talk.prototype.about = talkAbout;
                while (!held.length) {
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }
                held.splice(0).forEach((release) => release());
            },
        },
        saved,
        { trigger: ".o2c_open textarea:value(Two boxes)" },
        { trigger: ".o2c_open textarea", run: "fill , all broken" },
        press("Alt+a", ".o2c_open textarea:value('Two boxes, all broken')"),
        { trigger: ".o2c_call_idle:contains('Nobody is left to call.')" },
    ],
});

/** Nothing is answered before what is needed is; then the customer is called back. */
registry.category("web_tour.tours").add("o2c_quality_call_back", {
    steps: () => [
        takeNext,
        open("Did you receive"),
        press("Alt+a"),
        { trigger: ".o2c_call_said_no:contains('Not answered yet: Did you receive')" },
        // the help, and back to where the keys were
        press("Shift+?"),
        { trigger: "[data-overlay=help]:contains('Alt K')" },
        press("Escape"),
        { trigger: ".o2c_call_screen:not(:has([data-overlay]))" },
        // found by a few letters; a nought is an answer, and taken back
        press("/"),
        { trigger: "[data-overlay=finder] input", run: "edit all in" },
        press("Enter"),
        open("All in all"),
        press("0"),
        { trigger: ".o2c_open [aria-checked=true]:contains(/^0$/)" },
        press("Delete"),
        { trigger: ".o2c_open .badge:contains('needed')" },
        saved,
        press("Alt+k"),
        press("1", "[data-overlay=call_back] [data-offer=hour]:not(:disabled)"),
        { trigger: ".o2c_call_idle:contains('The next call is due')" },
    ],
});
