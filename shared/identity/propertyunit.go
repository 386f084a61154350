package identity

// Real-estate unit numbers have 28 characters (PropertyUnit, GB/T 37346). Registers still have older
// numbers, whose length is in the range.
const PropertyUnit, MinPropertyUnit, MaxPropertyUnit = 28, 10, 40
