"""Jobs that work for one record after another, each committed on its own."""

import logging

_logger = logging.getLogger(__name__)


def each_alone(records, work, what):
    """Do ``work(record)`` for each; one that fails does not stop the others.

    Ends early when the job's time is over; what is left waits for its next run.

    :param what: words for the log
    """
    env = records.env
    for number, record in enumerate(records, 1):
        try:
            work(record)
        except Exception:
            env.cr.rollback()
            _logger.exception("%s: %s failed", record, what)
        left = len(records) - number
        if not env["ir.cron"]._commit_progress(1, remaining=left):
            break


def companies_alone(env, work, what):
    """The same for each company that is no branch."""
    companies = env["res.company"].search([("parent_id", "=", False)])
    each_alone(companies, work, what)
