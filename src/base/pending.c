#include "base/pending.h"

volatile sig_atomic_t signal_arrived;
