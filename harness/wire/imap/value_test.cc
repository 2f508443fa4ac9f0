// Values in tables.
#include "wire/imap/value.h"
