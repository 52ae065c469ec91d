import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("o2c_care_portal", {
    steps: () => [
        {
            content: "Something is wrong with a line of the order",
            trigger: ".o2c_report_line",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The line is chosen; two of them are broken",
            trigger: ".o2c_ticket_form input[name=quantity_0]",
            run: "edit 2",
        },
        {
            content: "Say what is wrong with them",
            trigger: ".o2c_ticket_form input[name=note_0]",
            run: "edit Handles off",
        },
        {
            content: "In a few words",
            trigger: ".o2c_ticket_form input[name=subject]",
            run: "edit Two cups broken",
        },
        {
            content: "What happened",
            trigger: ".o2c_ticket_form textarea[name=description]",
            run: "edit The box was wet",
        },
        {
            content: "Send",
            trigger: ".o2c_ticket_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is received, with the line",
            trigger: ".o2c_portal_ticket .o2c_items:contains(Handles off)",
        },
        {
            content: "Add something",
            trigger: "#ticket_answer textarea[name=text]",
            run: "edit And a saucer",
        },
        {
            content: "Send the answer",
            trigger: "#ticket_answer button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It stands among the messages",
            trigger: "#ticket_communication .o2c_message:contains(And a saucer)",
        },
        {
            content: "Back to all tickets",
            trigger: ".breadcrumb a:contains(Tickets)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is on the list",
            trigger: ".o_portal_my_doc_table td:contains(Two cups broken)",
        },
    ],
});

registry.category("web_tour.tours").add("o2c_care_portal_close", {
    steps: () => [
        {
            content: "A remedy is offered",
            trigger: ".o2c_offer .o2c_accept",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It is under way or done", trigger: ".o2c_given li" },
        {
            content: "Settled",
            trigger: "#ticket_close button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "Say how it went", trigger: ".o2c_rate a[href*='/care/rate/']" },
    ],
});
