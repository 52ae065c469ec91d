"""What a job does when somebody else changes the same record in the same moment.

A lost race is no error. The record is passed over, and the next run sees what the
other one wrote.
"""

import logging
from contextlib import contextmanager

from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)
LOST = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


@contextmanager
def passed_over(record):
    """Undo what is done inside when somebody else was faster, and go on."""
    try:
        with mute_logger("odoo.sql_db"), record.env.cr.savepoint():
            yield
    except LOST:
        _logger.info("%s: changed by somebody else, passed over", record)


def alone(record, work, *args):
    """Call ``work(*args)`` while nobody else has ``record``, which is read anew for it.

    For jobs that commit after each record: a lost race ends the transaction, so that
    the next record is read as it is by then.

    :return: whether it was done
    """
    try:
        with mute_logger("odoo.sql_db"), record.env.cr.savepoint():
            mine = record.try_lock_for_update()
            if mine:
                work(*args)
        return bool(mine)
    except LOST:
        record.env.cr.rollback()
        _logger.info("%s: changed by somebody else, passed over", record)
        return False
