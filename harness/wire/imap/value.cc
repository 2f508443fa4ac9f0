// Values: what they mean and how they are printed.
#include "wire/imap/value.h"
