import { registry } from "@web/core/registry";

// what the collector types is for the screen, not for one of its fields
const key = (name) => ({ trigger: "body", run: `press ${name}` });

/** A collector works off a customer with the keyboard alone. */
registry.category("web_tour.tours").add("o2c_credit_work_list", {
    steps: () => [
        { trigger: ".o_o2c_work_row:contains('Café Tour Work')" },
        key("n"),
        { trigger: ".o_o2c_work_name:contains('Café Tour Work')" },
        { trigger: ".o_o2c_work_next[data-action=call]:contains('overdue')" },
        { trigger: ".o_o2c_work_items tr.o_o2c_late:contains('1,000.00')" },
        key("?"),
        { trigger: ".o_o2c_work_keys:contains('Next customer')" },
        key("Escape"),
        { trigger: ".o_o2c_work:not(:has(.o_o2c_work_keys))" },
        // nobody knows the number of the call yet: Enter says so
        key("c"),
        { trigger: ".o_o2c_work_form[data-form=call] button[data-first]:focus" },
        { trigger: ".o_o2c_work_form .o_o2c_save", run: "click" },
        { trigger: ".o_o2c_work_form [role=alert]:contains('how the call ended')" },
        { trigger: ".o_o2c_work_form button[data-first]", run: "press 4" },
        { trigger: ".o_o2c_work_form button[data-result=reached][aria-checked=true]" },
        { trigger: ".o_o2c_work_form .o_o2c_note", run: "edit Asks for a copy" },
        { trigger: ".o_o2c_work_form .o_o2c_note", run: "press Enter" },
        { trigger: ".o_o2c_work:not(:has(.o_o2c_work_form))" },
        { trigger: ".o_o2c_work_contacts:contains('Asks for a copy')" },
        { trigger: ".o_o2c_work_next[data-action=wait]" },
        // he rings back and promises
        key("p"),
        { trigger: ".o_o2c_work_form .o_o2c_amount", run: "edit 600" },
        { trigger: ".o_o2c_work_form .o_o2c_amount", run: "press Enter" },
        { trigger: ".o_o2c_work_promises:contains('600.00')" },
        { trigger: ".o_o2c_work_items tr.o_o2c_late:contains('400.00')" },
        key("d"),
        { trigger: ".o_o2c_work_form .o_o2c_amount", run: "edit 150" },
        { trigger: ".o_o2c_work_form .o_o2c_note", run: "edit Two cups are broken" },
        { trigger: ".o_o2c_work_form .o_o2c_note", run: "press Enter" },
        { trigger: ".o_o2c_work_disputes:contains('150.00')" },
        { trigger: ".o_o2c_work_items tr.o_o2c_late:contains('250.00')" },
        key("s"),
        { trigger: ".o_o2c_work_form[data-form=snooze] .o_o2c_note", run: "press Enter" },
        { trigger: ".o_o2c_work_empty:contains('nothing left')" },
        { trigger: ".o_o2c_count:contains('0')" },
    ],
});
