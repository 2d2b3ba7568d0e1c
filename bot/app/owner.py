"""The owner's commands: bookings in, inquiries out, and whether the owner's files hold together.

They need neither channels nor agents, and import what they need when they run.
"""

import csv
import re
import sys
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app.check.business import faults_of_folder, samples_of
from bot.app.listing import CSV_COLUMNS, TABLE_COLUMNS, csv_rows, table
from bot.app.storage import open_storage
from bot.app.trouble import database_trouble
from bot.business.booking_file import read_booking_file
from bot.business.bookings import Imported, import_bookings as import_all
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.clock import OffsetClock, SystemClock
from bot.errors import ConfigurationError
from bot.settings import Settings
from storage.database import Database
from storage.listings import list_leads as listed
