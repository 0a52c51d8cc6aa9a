#include "base/pending.h"

volatile sig_atomic_t signal_arrived;
volatile sig_atomic_t interrupt_arrived;
