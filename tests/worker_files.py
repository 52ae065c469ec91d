"""Files of attachments for several pytest workers on one machine."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_files(filestore, original, copy):
    """Give the database ``copy`` the attachments of ``original`` while this lasts.

    Odoo deletes the files that no attachment of the database names after each class of
    tests. In one folder for all workers, each would delete what the others have just
    written and not committed. Files of the filestore never change, so links are enough.

    :param filestore: function from the name of a database to its folder
    """
    source, target = Path(filestore(original)), Path(filestore(copy))
    if source == target:
        yield
        return
    shutil.rmtree(target, ignore_errors=True)  # the rest of a killed run
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(target, ignore_errors=True)
